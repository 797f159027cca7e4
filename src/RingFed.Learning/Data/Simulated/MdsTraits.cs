namespace RingFed.Learning.Data.Simulated;

/// <summary>
/// What effects refer to by name: <c>male</c>, <c>age</c> (decades from 71), <c>therapy</c>, the patient's karyotype
/// class, genes, and a few combinations. Absent names are 0.
/// </summary>
internal sealed class MdsTraits
{
    private readonly Dictionary<string, double> _values = [];

    public double this[string name]
    {
        get => _values.GetValueOrDefault(name);
        set => _values[name] = value;
    }

    public bool Has(string name) => this[name] != 0;
}
