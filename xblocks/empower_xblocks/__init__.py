"""XBlocks of empower-lms: lesson, quiz and scope card, as thin shells over the pure packages."""
