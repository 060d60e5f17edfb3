import pytest
from tests.drills import __main__ as command
from tests.drills.__main__ import DRILLS, main


def test_without_a_name_the_drills_are_listed(capsys):
    assert main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(DRILLS)
    assert all(line.endswith(".") for line in lines)


def test_a_drill_that_is_none_is_refused(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["no-such-drill"])
    assert "no-such-drill" in capsys.readouterr().err


def test_a_drill_prints_its_figures_and_how_to_run_it_again(monkeypatch, capsys):
    def counts(databases, *, size: int = 3, seed: int = 0):
        """Count."""
        with databases.opened("empty") as engine:
            return {"counted": size * 1000, "on": engine.dialect.name}

    monkeypatch.setitem(DRILLS, "counts", counts)
    assert main(["counts", "--size", "7", "--seed", "4"]) == 0
    first, second, last = capsys.readouterr().out.splitlines()
    assert (first.split(), second.split()) == (["counted", "7,000"], ["on", "sqlite"])
    assert last.startswith("counts: held, with --size 7 --seed 4, ")


def test_a_broken_law_ends_with_1_and_says_what_broke_and_with_which_seed(monkeypatch, capsys):
    def breaks(*, seed: int = 0):
        """Break."""
        raise AssertionError(f"law {seed} is broken")

    monkeypatch.setitem(DRILLS, "breaks", breaks)
    assert main(["breaks", "--seed", "5"]) == 1
    told = capsys.readouterr().err
    assert "AssertionError: law 5 is broken" in told
    assert told.endswith("breaks: broken, with --seed 5\n")


def test_every_drill_takes_a_seed_and_at_least_one_size():
    for name, drill in command.DRILLS.items():
        sizes = {one.name for one in command.inspect.signature(drill).parameters.values()} - {"databases"}
        assert "seed" in sizes, name
        assert len(sizes) > 1, name
