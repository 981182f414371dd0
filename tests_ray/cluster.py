"""A Ray cluster of three nodes on this machine: `python cluster.py`, then lines on standard input.

It prints the address of the head. `kill ID` kills the raylet of a node, with all its processes.
"""

from __future__ import annotations

import os
import sys

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"

from ray.cluster_utils import Cluster


def main() -> None:
    cluster = Cluster(
        initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False}
    )
    nodes = [cluster.add_node(num_cpus=2) for _ in range(2)]
    cluster.wait_for_nodes()
    _say(cluster.address)
    for line in sys.stdin:
        wanted = line.split()[1]
        for node in [node for node in nodes if node.node_id == wanted]:
            nodes.remove(node)
            cluster.remove_node(node, allow_graceful=False)
        _say("killed")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
