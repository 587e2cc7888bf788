import Foundation
import Telemetry
import Testing
import TmuxSession

/// Whatever becomes of viewers, runs train on; whatever becomes of runs, viewers end and say so.
@Suite(.timeLimit(.minutes(5))) struct LinkFaultTests {
    @Test func `viewers that are killed or stopped hurt no run`() throws {
        let (finished, lines) = try beside(
            """
            "$0" control $name step 5000 --wait > dead 2>&1 & dead=$!
            "$0" control $name step 5000 --wait > still 2>&1 & still=$!
            "$0" control $name step 5000 --wait > well 2>&1 & well=$!
            await '[ $(grep -c advance.:5000 r) = 3 ]'
            kill -KILL $dead; kill -STOP $still
            wait $well; echo $?
            "$0" control $name set max_norm=2 > /dev/null && "$0" control $name stop --wait > /dev/null; wait $run; echo $?
            kill -CONT $still; wait $still; echo $?
            """,
            options: "--pace 0"
        )
        #expect(finished.output.split(separator: "\n").filter { !$0.contains("Killed") }.suffix(3) == ["0", "0", "3"])
        #expect(lines.steps.map(\.step) == Array(1...lines.steps.count) && lines.steps.count >= 5000)
        #expect(lines.end?.outcome == .stopped && lines.applied.last?.request == .stop)
    }

    @Test func `a run that is started again is found under its name`() throws {
        let (finished, lines) = try beside(
            """
            kill -KILL $run; wait $run 2> /dev/null; ls trimtab/*.sock | wc -l
            start; await '[ $(grep -c step r) -gt 10 ]'
            "$0" control $name set max_norm=0.5 | grep -o 'max_norm 1 → 0.5'; ls trimtab/*.sock | wc -l
            "$0" control $name stop --wait > /dev/null; wait $run; ls trimtab | wc -l
            """
        )
        #expect(
            finished.output.split(separator: "\n").filter { !$0.contains("Killed") } == [
                "1", "max_norm 1 → 0.5", "1", "0",
            ]
        )
        #expect(lines.applied.count == 2)
    }

    @Test func `a run whose recording is lost is steered all the same`() throws {
        let (finished, lines) = try beside(
            """
            "$0" control $name set max_norm=0.5 > /dev/null && "$0" control $name stop --wait > /dev/null; wait $run; echo $?
            """,
            options: "--pace 500 --record /dev/full"
        )
        #expect(finished.output.contains("cannot write /dev/full any more: No space left on device"))
        #expect(finished.output.hasSuffix("1\n") && lines.applied.count == 2 && lines.end?.outcome == .stopped)
    }

    @Test func `a folder that others reach is not listened in`() throws {
        let scratch = try Scratch()
        let run = try scratch.bash(
            """
            mkdir -m 755 trimtab "trimtab-$(id -u)"; "$0" train '\(demos)/digits.yaml' --headless --steps 2; echo $?
            """
        )
        #expect(
            run.output.hasPrefix(
                "trimtab: no viewer can attach to this run: \(scratch.path("trimtab")) is open to other users"
            )
        )
        #expect(run.output.hasSuffix("\n0\n"))
    }
}
