"""The Django app: tables, the one API that writes them, REST and pages."""
