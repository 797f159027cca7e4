using RingFed.Learning.Data;
using RingFed.Learning.Encoding;

namespace RingFed.Learning.Models.Sampling;

/// <summary>
/// The conditions of a request, checked against what the ring has seen: which tokens each discrete unit may take, which
/// units are rare, and whether a finished row holds them all.
/// </summary>
public sealed class ConditionPlan
{
    private readonly CohortSchema _schema;

    private ConditionPlan(CohortSchema schema, IReadOnlyList<SampleCondition> conditions, IReadOnlyList<ConditionedUnit> units)
    {
        _schema = schema;
        Conditions = conditions;
        Units = units;
    }

    public IReadOnlyList<SampleCondition> Conditions { get; }

    /// <summary>The conditioned discrete units, those that the fewest records meet first.</summary>
    public IReadOnlyList<ConditionedUnit> Units { get; }

    /// <exception cref="UnsatisfiableConditionException">A condition does not fit its column, or no record of the ring meets it.</exception>
    public static ConditionPlan Create(TableLayout layout, IReadOnlyList<SampleCondition> conditions)
    {
        CohortSchema schema = layout.Encoder.Schema;
        foreach (SampleCondition condition in conditions)
        {
            ConditionCheck.Fits(schema, condition);
        }

        List<ConditionedUnit> units = [];
        foreach (TableBlock block in layout.Blocks)
        {
            SampleCondition[] touching = [.. conditions.Where(condition => block.Columns.Contains(condition.Column))];
            if (touching.Length == 0)
            {
                continue;
            }

            if (block.Encoding is ContinuousEncoding numeric)
            {
                ConditionCheck.HasSupport(schema, numeric, touching);
                continue;
            }

            units.Add(ConditionedUnit.Create(layout, block, touching));
        }

        return new ConditionPlan(schema, conditions, [.. units.OrderBy(unit => unit.Share)]);
    }

    /// <summary>Index of the first condition that the row does not hold; -1 when it holds all.</summary>
    public int FirstBroken(Cohort cohort, int row)
    {
        for (int i = 0; i < Conditions.Count; i++)
        {
            if (!ConditionCheck.Holds(Conditions[i], cohort[row, Conditions[i].Column]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>A condition in the words it was asked in.</summary>
    public string Describe(int condition) => ConditionCheck.Describe(_schema, Conditions[condition]);
}
