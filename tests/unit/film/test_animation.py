"""Animated files hold what was drawn, whoever encoded the single pictures."""

import io

import numpy as np
import pytest
from PIL import Image

from gatecrush.experiments.film.animation import write_gif, write_webp


@pytest.mark.parametrize("write", [write_gif, write_webp])
def test_a_film_shows_row_for_row_what_was_drawn(write):
    """Pillow interlaces a GIF by itself, and the frames are not said to be interlaced."""
    rows = np.repeat(np.arange(64, dtype=np.uint8)[:, None] * 4, 24, axis=1)
    drawn = [Image.fromarray(np.stack([each] * 3, axis=2)) for each in (rows, rows[::-1])]
    file = io.BytesIO()
    assert write(file, [(picture, 100) for picture in drawn]) == 2
    with Image.open(file) as film:
        for number, picture in enumerate(drawn):
            film.seek(number)
            shown = np.asarray(film.convert("RGB"), int)
            assert abs(shown - np.asarray(picture, int)).max() <= 4
