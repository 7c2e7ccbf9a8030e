"""Search over the knowledge base: text normalisation, lexical and dense indexes, fusion and calibration."""
