"""servicebot answers citizens' questions about a town's services, in French."""

import os

__version__ = "0.1.0"

# Training is small and must give the same scores everywhere: one BLAS thread, set
# before numpy is first imported. It is also the fastest on a busy machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
