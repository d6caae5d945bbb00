"""The type of samples inside the daemon."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
"""Float samples, full scale -1 to 1, shape (frames * channels,), channels interleaved."""
