"""The office's other papers: forms for orders, notices of giving out, extensions and tasks, from typed facts."""
