"""How fast bri-search is and what it takes, beside other engines and the limits: `make bench`."""
