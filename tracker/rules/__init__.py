"""Pure rules: values in, answers out. No database, no request, no clock."""
