import Foundation
import Telemetry
import TmuxSession

/// Runs a script of bash beside a run without a screen, which prints its events to the file r: `$name` is its name, `$run` its
/// process, and `await` waits until a condition holds.
///
/// - Parameter options: of the run, which trains `digits` without end.
/// - Returns: what the script printed, and the run's lines.
func beside(_ script: String, options: String = "--pace 500") throws -> (finished: Finished, lines: [Line]) {
    let scratch = try Scratch()
    let finished = try scratch.bash(
        """
        name=t$$
        start() { "$0" train '\(demos)/digits.yaml' --set name=$name --steps 1000000 --jsonl \(options) "$@" > r & run=$!; }
        await() { for turn in {1..1000}; do eval "$1" && return; sleep 0.02; done; echo "never: $1"; exit 99; }
        trap 'kill -KILL $run 2> /dev/null' EXIT
        start; await '[ -s r ]'
        \(script)
        """
    )
    return (finished, try scratch.lines(of: "r"))
}
