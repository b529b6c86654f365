"""Puts the shipped samples in the observatory of the demonstration, where it holds nothing."""

from datetime import datetime
from pathlib import Path

from essor.observatory.lake import Lake
from essor.observatory.sample_loading import load_samples


def load_observatoire(*, folder: Path, at: datetime) -> str:
    """Load the samples and say what came of it.

    folder : of the lake ; at : instant written in the manifests
    """
    reports = load_samples(lake=Lake(folder), at=at)
    if any(one.state == "charge" for one in reports):
        return "échantillon chargé, ti-8404 seulement"
    if all(one.state == "reel" for one in reports):
        return "données des producteurs déjà là, gardées"
    return "déjà là"
