import ArgumentParser

@main
struct Trimtab: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "A live training monitor for the terminal.")
}
