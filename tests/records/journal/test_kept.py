"""What is kept in memory is bounded, and the answers asked for last stay."""

from essor.records.journal.kept import Kept


def test_what_is_kept_is_bounded_and_the_last_asked_stays() -> None:
    kept: Kept[str] = Kept(most=7, weigh=len)
    computed: list[str] = []

    def ask(name: str) -> str:
        def compute() -> str:
            computed.append(name)
            return name * 3

        return kept.get(name, compute)

    assert ask("a") == "aaa"
    for name in "bab":
        ask(name)
    assert computed == ["a", "b"]
    ask("a"), ask("c"), ask("a")  # c drives b out, asked for longest ago
    assert computed == ["a", "b", "c"]
    ask("b")
    assert computed == ["a", "b", "c", "b"]


def test_one_answer_heavier_than_everything_is_kept_alone() -> None:
    kept: Kept[str] = Kept(most=2, weigh=len)
    computed: list[int] = []
    for _ in range(2):
        kept.get("long", lambda: computed.append(1) or "a long answer")
    assert computed == [1]
