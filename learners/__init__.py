"""What a person did and earned: places, progress, completion, certificates, messages."""
