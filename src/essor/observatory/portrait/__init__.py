"""The portrait of a territory: sentences, each from values, never beyond what they allow."""
