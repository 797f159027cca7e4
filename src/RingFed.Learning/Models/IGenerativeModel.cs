using RingFed.Learning.Data;

namespace RingFed.Learning.Models;

/// <summary>A model that synthetic patients are drawn from.</summary>
public interface IGenerativeModel : IRingModel
{
    /// <summary>Draws synthetic patients. Conditions hold in every row returned.</summary>
    /// <exception cref="UnsatisfiableConditionException">A condition has no support, or too many tries were needed.</exception>
    Cohort Sample(SampleRequest request, CancellationToken cancellationToken);
}

/// <param name="Rows">Synthetic patients wanted.</param>
/// <param name="Conditions">All of them hold in every row; empty for the true prevalence.</param>
public sealed record SampleRequest(int Rows, long Seed, IReadOnlyList<SampleCondition> Conditions);

/// <summary>A condition on one column: a category, or an inclusive range of values.</summary>
public abstract record SampleCondition(int Column);

public sealed record CategoryCondition(int Column, int Category) : SampleCondition(Column);

public sealed record RangeCondition(int Column, double Minimum, double Maximum) : SampleCondition(Column);

/// <summary>Named refusal: which condition, and how far the tries went.</summary>
public sealed class UnsatisfiableConditionException(string message) : Exception(message);
