"""The editor in Studio: plain forms over the documents, validated by the same models that the blocks read."""
