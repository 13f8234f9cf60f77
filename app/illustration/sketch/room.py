"""The shape of a room."""

from app.illustration.sketch.canvas import Canvas
from app.illustration.sketch.palette import Colour

WOOD: Colour = (96, 62, 40)


class Room:
    """The back wall as a box and the point all depth runs to; x is measured across the sheet."""

    def __init__(self, canvas: Canvas) -> None:
        self.right = canvas.right
        self.bottom = canvas.bottom
        self.left_x, self.right_x = 0.2 * canvas.right, 0.8 * canvas.right
        self.top_y, self.floor_y = 0.13 * canvas.bottom, 0.64 * canvas.bottom
        self.eye = (0.5 * canvas.right, 0.38 * canvas.bottom)
