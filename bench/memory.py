"""Memory of a process and all its children: the proportional set size, shared pages counted once."""

from pathlib import Path


def tree(root: int) -> list[int]:
    """The process and its descendants."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (pid_parent := _parent(entry)) is not None:
            parents.setdefault(pid_parent, []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += parents.get(pid, [])
    return found


def pss_megabytes(root: int) -> dict[str, float]:
    """By process name, and their sum under "all"."""
    sums: dict[str, float] = {}
    for pid in tree(root):
        folder = Path("/proc", str(pid))
        try:
            lines = (folder / "smaps_rollup").read_text().splitlines()
            name = (folder / "comm").read_text().strip()
        except OSError:  # it has just ended
            continue
        pss = next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
        sums[name] = round(sums.get(name, 0) + pss / 1024, 1)
    return {**sums, "all": round(sum(sums.values()), 1)}


def _parent(folder: Path) -> int | None:
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None
