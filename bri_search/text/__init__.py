"""What characters and words are: folding, variants, reading text, segmentation."""
