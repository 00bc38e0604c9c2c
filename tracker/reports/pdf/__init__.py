"""A paper as PDF: values for the typst template, fonts, and the compiler."""
