"""Which backups are kept: of days, weeks and months the newest."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from cms.operations.backups.retention import kept

NOW = datetime(2026, 12, 3, 5, 15, tzinfo=UTC)
MOMENTS = st.lists(st.integers(0, 400 * 24), max_size=60).map(
    lambda hours: {NOW - timedelta(hours=each) for each in hours}
)


@given(MOMENTS)
def test_the_newest_of_days_weeks_and_months_are_kept(moments: set[datetime]) -> None:
    stay = kept(moments)
    assert stay <= moments
    assert len(stay) <= 7 + 4 + 6
    if moments:
        assert max(moments) in stay
    days = sorted({at.date() for at in moments})[-7:]
    assert {at.date() for at in stay} >= set(days)
    # Whoever is kept is the last of its day.
    assert all(at == max(each for each in moments if each.date() == at.date()) for at in stay)


@given(MOMENTS)
def test_to_forget_twice_forgets_no_more(moments: set[datetime]) -> None:
    assert kept(kept(moments)) == kept(moments)


def test_a_year_of_nights_leaves_days_weeks_and_months() -> None:
    nights = [NOW - timedelta(days=each) for each in range(365)]
    stay: set[datetime] = set()
    for night in reversed(nights):
        stay = kept({*stay, night})
    ages = sorted((NOW - at).days for at in stay)
    assert ages[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert len(ages) <= 17
    assert 120 <= ages[-1] <= 190
