/// What an optimizer takes a list of: parameters, or groups of them that have settings of their own.
public protocol ParameterOrGroup<Element> {
    associatedtype Element: Scalar

    /// The groups that a list of these makes.
    static func groups(_ list: [Self]) -> [ParameterGroup<Element>]
}

extension NamedParameter: ParameterOrGroup {
    public static func groups(_ list: [NamedParameter]) -> [ParameterGroup<Element>] { [ParameterGroup(list)] }
}

extension ParameterGroup: ParameterOrGroup {
    public static func groups(_ list: [ParameterGroup]) -> [ParameterGroup] { list }
}
