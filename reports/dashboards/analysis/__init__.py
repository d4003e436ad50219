"""The staff analysis as finished dataclasses: named results of submitted assessments alone, for the Digital Office."""
