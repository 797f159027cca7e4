using RingFed.Federation.Aggregation;
using RingFed.Federation.Aggregation.Kernels;
using RingFed.Federation.Aggregation.Rules;

namespace RingFed.Federation.Tests.Aggregation;

public sealed class ReferenceVectorTests
{
    /// <summary>Relative to the largest value of the expected vector; float32 in and out, float64 between.</summary>
    private const double Tolerance = 1e-6;

    public static TheoryData<string, string> Cases()
    {
        TheoryData<string, string> data = [];
        foreach (ReferenceCase one in ReferenceVectors.All)
        {
            foreach (string rule in one.Expected.Keys)
            {
                data.Add(one.Id, rule);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_rule_agrees_with_an_independent_implementation(string id, string rule)
    {
        ReferenceCase one = ReferenceVectors.All.Single(candidate => candidate.Id == id);
        AssertClose(one.Expected[rule], Updates.Aggregate(rule, one.Vectors, one.F));
    }

    [Fact]
    public void Neighbour_sets_average_to_the_reference_rows()
    {
        foreach (ReferenceCase one in ReferenceVectors.All.Where(candidate => candidate.NearestNeighbourMixing is not null))
        {
            DistanceMatrix distances = DistanceMatrix.Measure(Updates.Input(one.Vectors), one.F);
            NeighbourSets sets = new NearestNeighbourMixing(one.Vectors.Length, one.F).Choose(distances);
            for (int row = 0; row < sets.Rows; row++)
            {
                float[] mean = Updates.Aggregate("mean", [.. sets.Of[row].Select(member => one.Vectors[member])]);
                AssertClose(one.NearestNeighbourMixing![row], mean);
            }
        }
    }

    /// <summary>Theirs takes a radius and several steps, ours one step with its own: so the steps are taken here, with its parts.</summary>
    [Fact]
    public void Clipping_steps_lead_where_the_reference_leads()
    {
        foreach (ReferenceCase one in ReferenceVectors.All)
        {
            foreach (ReferenceClipping clipping in one.Clippings)
            {
                double[] centre = clipping.Start is { } start ? [.. one.Vectors[start].Select(value => (double)value)] : new double[one.Vectors[0].Length];
                for (int step = 0; step < clipping.Iterations; step++)
                {
                    Clip(one.Vectors, clipping.Radius, centre);
                }

                AssertClose(clipping.Out, [.. centre.Select(value => (float)value)]);
            }
        }
    }

    private static void Clip(float[][] vectors, double radius, double[] centre)
    {
        double[][] away = [.. vectors.Select(vector => vector.Select((value, i) => value - centre[i]).ToArray())];
        double[] parts = CentredClippingRule.Parts([.. away.Select(one => Math.Sqrt(one.Sum(value => value * value)))], radius);
        for (int i = 0; i < centre.Length; i++)
        {
            centre[i] += away.Select((one, row) => one[i] * parts[row]).Sum() / vectors.Length;
        }
    }

    private static void AssertClose(double[] expected, float[] actual)
    {
        double scale = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= Tolerance * scale,
                $"value {i}: expected {expected[i]:R}, got {actual[i]:R}, scale {scale:R}");
        }
    }
}
