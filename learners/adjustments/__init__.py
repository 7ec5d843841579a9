"""What makes somebody's way another one: prior learning, reasonable adjustments, and holds.

Tables: PriorLearningClaim, AdjustmentRequest, Hold.

- Prior learning is recognised for whole units only; what it does not show is judged like any other work.
- A reasonable adjustment is decided before the work that it is for is judged, by whoever has to decide it: the centre,
  the external quality assurer or the awarding organisation. Work is then judged like everybody's.
- While a hold stands on a unit or a registration, nothing of it is signed off.
"""
