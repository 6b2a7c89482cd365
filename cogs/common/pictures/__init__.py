"""Pictures of boards: SVG drawn from values, and PNG made of it. Whatever they show is said in words beside them."""

from cogs.common.pictures.charts import Dot, dots
from cogs.common.pictures.heat import heat_map
from cogs.common.pictures.lines import Line, lines
from cogs.common.pictures.paint import Theme
from cogs.common.pictures.raster import Drawn, Pictures

__all__ = ["Dot", "Drawn", "Line", "Pictures", "Theme", "dots", "heat_map", "lines"]
