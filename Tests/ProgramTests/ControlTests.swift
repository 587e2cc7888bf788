import Foundation
import Telemetry
import Testing
import TmuxSession

/// Runs that are found and steered from other programs.
@Suite(.timeLimit(.minutes(5))) struct ControlTests {
    @Test func `what is asked while paused is in force for the next step`() throws {
        let (finished, lines) = try beside(
            """
            "$0" control $name pause && "$0" control $name set max_norm=0.25 && "$0" control $name step 3 --wait
            "$0" runs $name
            "$0" control $name set max_norm 4 --json --by ann && "$0" control $name resume
            "$0" control $name stop --wait && wait $run; echo $?
            """
        )
        let pause = try #require(lines.applied.first)
        let (held, output) = (pause.step, finished.output.split(separator: "\n").map(String.init))
        #expect(lines.applied.map(\.step).prefix(5) == [held, held, held, held + 3, held + 3])
        #expect(lines.applied.map(\.by) == ["control", "control", "control", "ann", "control", "control"])
        #expect(Set(lines.applied.map(\.session)).count == 6)
        let limits = lines.steps.map { ($0.step, $0.maxNorm) }
        #expect(limits.allSatisfy { $0.1 == ($0.0 < held ? 1 : $0.0 < held + 3 ? 0.25 : 4) })
        let count = NumberFormat.count(held)
        #expect(output.count == 10 && output[9] == "0")
        #expect(output[0] == "paused by control from step \(count)")
        #expect(output[1] == "max_norm 1 → 0.25 · control from step \(count)")
        #expect(output[2] == "ran 3 steps · control from step \(count)")
        #expect(
            output[4].contains(/t\d+ +\d+ +paused +/) && output[4].contains("\(NumberFormat.count(held + 2))/1,000,000")
        )
        #expect(decodedLines(output[5]).applied == [lines.applied[3]])
        #expect(
            output[7].hasPrefix("stopped at step ") && output[7].hasSuffix(" (by control)")
                && output[8] == "the run has ended: stopped"
        )
        #expect(lines.end?.outcome == .stopped)
    }

    @Test func `what is refused says why and changes nothing`() throws {
        let (finished, lines) = try beside(
            """
            for request in 'set max_norm=-1' 'set wisdom=1' 'set clip=maybe' 'rewind 999999' 'step 0' 'fly' 'set max_norm' ''; do
                "$0" control $name $request; echo $?
            done
            "$0" control nobody pause; echo $?; "$0" control ./r pause; echo $?; "$0" runs nobody; echo $?
            "$0" control $name set clip=maybe --json 2> /dev/null; "$0" control $name stop --wait > /dev/null; wait $run
            """
        )
        let output = finished.output.split(separator: "\n").map(String.init)
        #expect(output.filter { $0 == "2" }.count == 10 && output.contains("64"))
        for sentence in [
            "trimtab: max_norm must not be negative (got -1)", "trimtab: there is no setting wisdom (known: ",
            "trimtab: clip must be one of norm, value, none (got maybe)",
            "trimtab: there is no snapshot of step 999999",
            "trimtab: step takes a whole number from 1 (got 0)", "trimtab: fly: unknown request; use one of pause, ",
            "trimtab: set max_norm: write NAME=VALUE, such as max_norm=0.5",
            "trimtab: nobody: no run of this name or process, and no such file (known: ",
            "trimtab: ./r is a file, not the socket of a run",
        ] { #expect(output.contains { $0.hasPrefix(sentence) }, "\(sentence)") }
        #expect(lines.applied.map(\.request) == [.stop] && lines.steps.allSatisfy { $0.maxNorm == 1 })
        let refused = lines.events.compactMap { if case .rejected(let rejected) = $0 { rejected } else { nil } }
        #expect(refused.count == 5 && decodedLines(output.last ?? "").events == [.rejected(refused[4])])
    }

    @Test func `a command that a run does not answer is unknown`() throws {
        let (finished, lines) = try beside(
            """
            kill -STOP $run
            "$0" control $name pause --timeout 0.2; echo $?
            "$0" control $name pause & asked=$!
            "$0" runs $name | grep -o 'no answer'
            kill -KILL $run; wait $asked; echo $?
            "$0" control $name pause 2>&1 | sed "s/$name/NAME/; s/ (.*//"; echo ${PIPESTATUS[0]}
            """
        )
        #expect(
            finished.output.split(separator: "\n").filter { !$0.contains("Killed") } == [
                "trimtab: no answer came in time; it is not known whether pause took effect", "3", "no answer",
                "trimtab: connection lost: the run is gone, or has dropped this viewer for not reading; it is not known "
                    + "whether pause took effect", "3",
                "trimtab: NAME: no run of this name or process, and no such file", "2",
            ]
        )
        #expect(lines.applied.isEmpty && lines.end == nil)
    }

    @Test func `a run that ends first leaves what waits unfinished`() throws {
        let (finished, _) = try beside(
            """
            "$0" control $name pause
            "$0" control $name step 1000 --wait & asked=$!
            await '"$0" runs $name | grep -q running'
            "$0" control $name pause > /dev/null; wait $asked; echo $?
            "$0" control $name step 1000000 --wait & asked=$!
            await '"$0" runs $name | grep -q running'
            kill -KILL $run; wait $asked; echo $?
            """
        )
        let output = finished.output.split(separator: "\n").map(String.init)
        #expect(output.contains { $0.contains(/but not completed: control paused the run after step \d+/) })
        #expect(output.contains { $0.contains("but not completed: connection lost") })
        #expect(output.filter { $0 == "3" }.count == 2)
    }

    @Test func `a shell loop tunes max norm by the clip rate`() throws {
        let (finished, lines) = try beside(
            """
            rate() { "$0" runs $name --json | sed 's/.*"clip_rate":\\([0-9.e-]*\\).*/\\1/'; }
            limit=4
            "$0" control $name pause > /dev/null && "$0" control $name set pace=0 > /dev/null
            for turn in {1..20}; do
                "$0" control $name set max_norm=$limit > /dev/null && "$0" control $name step 200 --wait > /dev/null || exit
                rate=$(rate)
                verdict=$(awk "BEGIN { print ($rate < 0.3 ? \\"low\\" : $rate > 0.6 ? \\"high\\" : \\"good\\") }")
                case $verdict in
                    low) limit=$(awk "BEGIN { print $limit / 2 }") ;;
                    high) limit=$(awk "BEGIN { print $limit * 1.25 }") ;;
                    good) echo "max_norm $limit clips $rate"; break ;;
                esac
            done
            "$0" control $name stop --wait > /dev/null; wait $run
            """,
            // It is still near its beginning when it is paused.
            options: "--pace 2"
        )
        let found = try #require(finished.output.firstMatch(of: /max_norm ([\d.]+) clips ([\d.]+)/))
        let (limit, rate) = (Double(found.1) ?? 0, Double(found.2) ?? 0)
        let last = lines.steps.suffix(200)
        #expect(limit < 4 && 0.3...0.6 ~= rate && last.allSatisfy { $0.maxNorm == limit })
        #expect(Double(last.count { ($0.clipCoefficient ?? 1) < 1 }) / 200 == rate)
    }
}
