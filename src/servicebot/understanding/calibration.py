"""How the decision's probability is calibrated."""

from servicebot.understanding.decision import Calibration


def default_calibration() -> Calibration:
    """Return the calibration fitted on the shipped base."""
    return Calibration(
        weights={
            "score": 1.5,
            "margin": 1.5,
            "nearest": 2.0,
            "aspect": 1.5,
            "subject": 1.0,
            "unit": 1.5,
            "needs": 3.0,
            "explained": 3.0,
            "unknown": -3.0,
            "elsewhere": -5.0,
        },
        bias=-8.0,
        answer=0.5,
        clarify=0.3,
    )
