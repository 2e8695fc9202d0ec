"""empower-lms: certify what people need to know before a decision scope becomes theirs."""

__version__ = "0.1.0"
