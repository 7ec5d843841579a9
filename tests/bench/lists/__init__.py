"""The list of two thousand people by seventy lessons: what fills it, and what is measured in processes of their own."""
