"""`python -m bri_search` is `bri-search`."""

from bri_search.cli import main

if __name__ == "__main__":
    main()
