"""The interpreter, whatever happens to a screen: what never appears, what always holds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.engines.geocast.conformance_bundle import BEGIN, sample_bundle
from jalon.engines.geocast.decision import Live, Seen, Where
from jalon.engines.geocast.explain import hour, sentence, shift_words
from jalon.engines.geocast.play import decide

BUNDLE = sample_bundle()
FOREVER = Live(fresh_at=BEGIN)
steps = st.lists(
    st.tuples(
        st.sampled_from([1, 2, 8, 31, 120, 601]),
        st.sampled_from(["t1", "t1", "loop", "?", None]),
        st.one_of(st.none(), st.floats(0, 2600)),
        st.sampled_from([None, "3", "9"]),
        st.frozensets(st.sampled_from(["v0", "v1", "K7DD", "W9HJ"]), max_size=2),
    ),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(steps)
def test_never_a_blank_a_closed_or_a_late_offer(
    walk: list[tuple[int, str | None, float | None, str | None, frozenset[str]]],
) -> None:
    now, seen = float(BEGIN), Seen()
    starts: list[float] = []
    last: dict[str, float] = {}
    for wait, trip, metres, line, closed in walk:
        now += wait
        decision = decide(BUNDLE, Where(now, trip, metres, line), now, seen, Live(now, closed))
        seen, show = decision.seen, decision.show
        assert show.kind in {"offer", "message"}
        assert sentence(BUNDLE, decision)
        if show.kind != "offer":
            continue
        assert not closed & {show.id, show.code}
        assert now < BUNDLE.vacancies[BUNDLE.vacancy_index[show.id]].valid_until
        assert show.code
        if decision.why != "kept":
            assert now - last.get(show.id, 0) >= 600
            last[show.id] = now
            starts.append(now)
            passage = seen.passage
            assert passage is not None
            assert passage.count <= 3
            assert sum(start >= passage.since for start in starts) == passage.count


def test_the_question_is_not_changed_by_the_answer() -> None:
    seen = Seen()
    where = Where(BEGIN, "t1", 700.0)

    first = decide(BUNDLE, where, BEGIN, seen, FOREVER)

    assert seen == Seen()
    assert first == decide(BUNDLE, where, BEGIN, seen, FOREVER)


def test_a_turn_is_kept_for_the_pick_further_on() -> None:
    """At 0 m two offers are ahead, one of them a pick; two more picks come later: one turn, no filling."""
    first = decide(BUNDLE, Where(BEGIN, "t1", 0.0), BEGIN, Seen(), FOREVER)
    second = decide(BUNDLE, Where(BEGIN + 8, "t1", 40.0), BEGIN + 8, first.seen, FOREVER)

    assert (first.show.id, first.why) == ("v0", "picked")
    assert second.show.kind == "message"
    assert ("v3", "reserved") in second.refusals


def test_words_for_readers() -> None:
    offer = decide(BUNDLE, Where(BEGIN, "t1", 700.0), BEGIN, Seen(), FOREVER)

    assert hour(4 * 3600 + 31 * 60) == "4 h 31"
    assert hour(25 * 3600) == "1 h"
    fit = BUNDLE.patterns[0].stretches[0].fits[0]
    assert shift_words(fit) == "Embauche à 5 h : bus à 4 h 31, retour à 13 h 12"
    assert sentence(BUNDLE, offer).startswith(
        "Agente, agent de propreté industrielle, Entreprise 2, descendre à Écluse"
    )
