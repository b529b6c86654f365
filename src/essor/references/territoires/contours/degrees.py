"""From the grid of the outlines back to degrees, for files that others open on their own maps."""

from essor.references.territoires.contours.grid import MIDDLE_LATITUDE, place

STEP = 1e-4  # degrees, to measure how the grid turns around a point
ROUNDS = 12
CLOSE_ENOUGH = 1e-6  # units of 100 metres: a tenth of a millimetre
# Where to start from: the meridian of Lambert-93, and overseas that of the département.
MERIDIAN = {"971": -61.5, "972": -61.0, "973": -53.0, "974": 55.5, "976": 45.1}
METROPOLE = (3.0, 46.5)


def degrees_of(departement: str, x: float, y: float) -> tuple[float, float]:
    """Return the longitude and latitude (WGS 84) of a point of the grid of a département.

    Newton's method on the projection itself: there is one formula, and its inverse cannot differ.
    """
    longitude, latitude = METROPOLE
    if departement in MIDDLE_LATITUDE:
        longitude, latitude = MERIDIAN[departement], MIDDLE_LATITUDE[departement]
    for _ in range(ROUNDS):
        here = place(departement, longitude, latitude)
        missing = (x - here[0], y - here[1])
        if max(map(abs, missing)) < CLOSE_ENOUGH:
            break
        east = place(departement, longitude + STEP, latitude)
        north = place(departement, longitude, latitude + STEP)
        a, c = (east[0] - here[0]) / STEP, (east[1] - here[1]) / STEP
        b, d = (north[0] - here[0]) / STEP, (north[1] - here[1]) / STEP
        area = a * d - b * c
        longitude += (d * missing[0] - b * missing[1]) / area
        latitude += (a * missing[1] - c * missing[0]) / area
    return longitude, latitude
