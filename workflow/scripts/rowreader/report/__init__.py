"""The report: claims, tables, figures, TeX."""
