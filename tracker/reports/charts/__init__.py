"""Charts of papers: plain values to SVG, the one source for page, Word and PDF."""
