using RingFed.Learning.Data;
using RingFed.Learning.Encoding;

namespace RingFed.Learning.Models.Sampling;

/// <summary>
/// The conditions of a request, checked against what the ring has seen: which tokens each discrete unit may take, which
/// unit is the rarest, and whether a finished row holds them all.
/// </summary>
public sealed class ConditionPlan
{
    private readonly CohortSchema _schema;

    private ConditionPlan(CohortSchema schema, IReadOnlyList<SampleCondition> conditions, ConditionedUnit? rarest)
    {
        _schema = schema;
        Conditions = conditions;
        Rarest = rarest;
    }

    public IReadOnlyList<SampleCondition> Conditions { get; }

    /// <summary>The conditioned discrete unit that the fewest records meet; null where no discrete one is conditioned.</summary>
    public ConditionedUnit? Rarest { get; }

    /// <exception cref="UnsatisfiableConditionException">A condition does not fit its column, or no record of the ring meets it.</exception>
    public static ConditionPlan Create(TableLayout layout, IReadOnlyList<SampleCondition> conditions)
    {
        CohortSchema schema = layout.Encoder.Schema;
        foreach (SampleCondition condition in conditions)
        {
            ConditionCheck.Fits(schema, condition);
        }

        ConditionedUnit? rarest = null;
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

            ConditionedUnit unit = ConditionedUnit.Create(layout, block, touching);
            rarest = rarest is null || unit.Share < rarest.Share ? unit : rarest;
        }

        return new ConditionPlan(schema, conditions, rarest);
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
