/// What an example of the data is, in words of errors.
enum DataShape: String, Sendable {
    case rows, sequences, texts
}
