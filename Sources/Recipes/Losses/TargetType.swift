/// What there is to learn of an example.
enum TargetType {
    /// One of several classes, or, by a single output, one of two; or a number.
    case classes, twoClasses, numbers
}
