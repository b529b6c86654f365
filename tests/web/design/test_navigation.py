"""The bar of a territory: every group opens, a reader sees no page kept for members."""

import pytest

from essor.web.design.navigation import GROUPS, bar_of

CODE = "ti-8404"


@pytest.mark.parametrize("tab", [page.tab for group in GROUPS for page in group.pages])
def test_a_member_finds_each_page_in_its_group(tab: str) -> None:
    bar = bar_of(code=CODE, tab=tab, is_member=True)
    group = next(entry for entry in bar.groups if entry.current)
    if bar.pages:
        assert group.current == "true"
        assert [entry.current for entry in bar.pages].count("page") == 1
        assert bar.group_label == group.label
    else:
        assert group.current == "page"


def test_the_public_is_offered_no_page_of_the_members() -> None:
    hidden = {page.label for group in GROUPS for page in group.pages if page.is_for_members}
    offered = {
        entry.label
        for group in GROUPS
        for entry in bar_of(code=CODE, tab=group.pages[0].tab, is_member=False).pages
    }
    assert hidden
    assert not hidden & offered


def test_a_page_out_of_the_bar_marks_nothing() -> None:
    bar = bar_of(code=CODE, tab="", is_member=True)
    assert not any(entry.current for entry in bar.groups)
    assert bar.pages == ()


def test_tabs_are_told_apart() -> None:
    tabs = [page.tab for group in GROUPS for page in group.pages]
    assert len(tabs) == len(set(tabs))
