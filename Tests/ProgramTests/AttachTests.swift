import Foundation
import Telemetry
import Testing
import TmuxSession

/// Dashboards on runs of other processes.
@Suite(.serialized, .timeLimit(.minutes(5))) struct AttachTests {
    /// A terminal in which `command` is run beside runs without a screen, `$first` and `$second`, whose lines go to files of
    /// these names.
    private func open(_ command: String, before: String = "") async throws -> Tmux {
        let terminal = try Tmux(
            """
            first=a$$ second=b$$
            for name in first second; do
                $trimtab train \(demos)/digits.yaml --set name=${!name} --steps 1000000 --pace 200 --jsonl > $folder/$name &
                echo $! > $folder/$name.pid
                until [ -s $folder/$name ]; do sleep 0.05; done
            done
            \(before)
            \(observed(command))
            """,
            width: 120,
            height: 36
        )
        try await terminal.until("both runs") { !lines(terminal, "second").steps.isEmpty }
        return terminal
    }

    private func lines(_ terminal: Tmux, _ name: String = "first") -> [Line] {
        decodedLines(terminal.contents(name) ?? "")
    }

    private func expectLeft(_ terminal: Tmux, status: String) async throws {
        try await terminal.until("the end of the program") { terminal.contents("status") != nil }
        #expect(terminal.contents("status") == status + "\n")
        #expect(terminal.contents("after") == terminal.contents("before"))
    }

    /// Asks something of a run in the terminal's place.
    private func control(_ terminal: Tmux, _ request: String) throws -> Finished {
        try finish(
            ["bash", "-c", "\(program("trimtab")) control $(cat first.pid) \(request)"].map {
                $0.replacingOccurrences(of: "cat first.pid", with: "cat \(terminal.folder.path)/first.pid")
            },
            environment: ["XDG_RUNTIME_DIR": terminal.folder.path],
            scratch: terminal.folder
        )
    }

    @Test func `a run of another process is watched steered and left`() async throws {
        let terminal = try await open("$trimtab attach $first")
        try await terminal.untilShown(" running  step")
        try terminal.press("Space")
        try await terminal.untilShown(" paused")
        try await terminal.until("the answer") { !lines(terminal).applied.isEmpty }
        let held = try #require(lines(terminal).applied.last)
        #expect(held.request == .pause && held.by == "dashboard" && held.session != nil)
        try terminal.type("m0.25")
        try await terminal.untilShown("): 0.25")
        try terminal.press("Enter")
        try await terminal.untilShown("max_norm 1 → 0.25")
        // What others ask is shown with their name.
        #expect(try control(terminal, "set lr=0.002 --by ann").status == 0)
        try await terminal.untilShown("lr 0.001 → 0.002 · ann")
        try terminal.press("n")
        try await terminal.until("one step") { lines(terminal).steps.last?.step == held.step }
        #expect(lines(terminal).steps.last?.maxNorm == 0.25)
        try terminal.press("Space")
        try await terminal.untilShown(" running  step")
        try terminal.press("q")
        try await expectLeft(terminal, status: "0")
        let left = lines(terminal).steps.count
        try await terminal.until("the run to go on") { lines(terminal).steps.count > left + 20 }
    }

    @Test func `a viewer that only watches changes nothing`() async throws {
        let terminal = try await open("$trimtab attach $first --readonly")
        try await terminal.untilShown(" running  step")
        try terminal.press("Space")
        try await terminal.untilShown("this screen is read-only")
        try terminal.press("q")
        try await expectLeft(terminal, status: "0")
        #expect(lines(terminal).applied.isEmpty)
    }

    @Test func `a run that is killed leaves its commands unknown`() async throws {
        let terminal = try await open("$trimtab attach $first")
        try await terminal.untilShown(" running  step")
        try terminal.signal("STOP", terminal.contents("first.pid"))
        try terminal.press("Space")
        try terminal.signal("KILL", terminal.contents("first.pid"))
        try await terminal.untilShown("connection lost")
        try await terminal.untilShown("unknown")
        try terminal.press("q")
        try await expectLeft(terminal, status: "0")
    }

    @Test func `of several runs one is chosen`() async throws {
        let terminal = try await open("$trimtab attach")
        try await terminal.untilShown("runs on this machine")
        try await terminal.until("both runs") {
            let rows = try terminal.lines.filter { $0.contains(/^ [ab]\d+ +\d+ +running +[\d,]+\/1,000,000/) }
            return rows.count >= 2
        }
        // The latest run is the last one.
        try terminal.press("End", "Enter")
        try await terminal.untilShown(" running  step")
        try await terminal.until("its name") { try terminal.lines[0].contains(/^ [ab]\d+ ●/) }
        try terminal.press("q")
        try await terminal.untilShown("runs on this machine")
        try terminal.press("q")
        try await expectLeft(terminal, status: "0")
    }

    private let ssh = """
        mkdir $folder/bin $folder/there; ln -s $trimtab $folder/there/trimtab
        cat > $folder/bin/ssh <<'END'
        #!/bin/bash
        echo "$@" > $folder/arguments
        [ "$1" = -t ] && shift
        [ "$1" = -- ] && shift
        [ "$1" = ann@there ] && PATH=$folder/there:$PATH
        shift
        exec bash -c "$*"
        END
        chmod +x $folder/bin/ssh; export folder PATH=$folder/bin:$PATH
        """

    @Test func `a run on another machine is watched over SSH`() async throws {
        let terminal = try await open("$trimtab attach ann@there:$first --readonly", before: ssh)
        try await terminal.untilShown(" running  step")
        #expect(
            terminal.contents("arguments")?.contains(/^-t -- ann@there 'trimtab' 'attach' '--readonly' '--' 'a\d+'\n$/)
                == true
        )
        try terminal.press("q")
        try await expectLeft(terminal, status: "0")
    }

    @Test func `what is missing on another machine is reported`() async throws {
        let terminal = try await open("$trimtab attach ann@elsewhere", before: ssh)
        try await terminal.untilShown("ann@elsewhere has no trimtab in the PATH")
        try await expectLeft(terminal, status: "2")
    }

    @Test func `without a terminal a run is printed`() throws {
        let (finished, lines) = try beside(
            """
            "$0" attach $name --headless > log & log=$!
            "$0" attach $run --jsonl > events & events=$!
            await '[ -s log ] && [ -s events ]'
            "$0" control $name stop --wait > /dev/null; wait $run
            wait $log; echo $?; wait $events; echo $?
            tail -1 log; cmp <(grep '"event":"step"' r) <(grep '"event":"step"' events) && echo same
            "$0" attach - --headless < r | tail -1
            """,
            options: "--pace 100"
        )
        let output = finished.output.split(separator: "\n").map(String.init)
        let end = "stopped at step \(lines.steps.count) "
        #expect(output.count == 5 && output[0] == "0" && output[1] == "0" && output[3] == "same", "\(finished.output)")
        #expect(output[2].hasPrefix(end) && output[4].hasPrefix(end), "\(finished.output)")
    }
}
