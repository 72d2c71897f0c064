from typing import final

@final
class SuffixArray:
    def __init__(
        self,
        text: memoryview,
        low: memoryview,
        high: memoryview,
        samples: memoryview,
        sampled: int,
        /,
    ) -> None: ...
    def __len__(self) -> int: ...
    def find(
        self, key: bytes, within: tuple[int, int] | None = None, depth: int = 0, /
    ) -> tuple[int, int]: ...
    def places(self, first: int, last: int, step: int = 1, /) -> list[int]: ...

def passages_of(
    places: list[int], starts: memoryview, passages_at: memoryview, stride: int, /
) -> list[int]: ...
