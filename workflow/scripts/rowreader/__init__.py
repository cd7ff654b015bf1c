"""What the scripts of the workflow share. Nothing here knows Snakemake."""
