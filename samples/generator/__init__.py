"""Makes the sample shop; `../generate.py` is the command."""
