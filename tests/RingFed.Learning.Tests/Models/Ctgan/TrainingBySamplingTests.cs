using RingFed.Learning.Data;
using RingFed.Learning.Encoding;
using RingFed.Learning.Models.Ctgan;
using static RingFed.Learning.Tests.Encoding.TableToy;

namespace RingFed.Learning.Tests.Models.Ctgan;

public sealed class TrainingBySamplingTests
{
    private const int Batch = 2_000;

    private static readonly Cohort _cohort = Draw(1000, seed: 2);
    private static readonly TableLayout _layout = new(Fit(_cohort));
    private static readonly TableRows _table = TableEncoder.Encode(_layout, _cohort, new(3));

    [Fact]
    public void Records_meet_all_their_conditions_and_fakes_have_the_same_conditions_in_another_order()
    {
        ConditionedRows batch = Sampling(0, 3).Draw(5);
        float[] real = Hot(batch.Real);
        float[] fake = Hot(batch.Fake);
        for (int row = 0; row < Batch; row++)
        {
            for (int token = 0; token < _layout.ConditionTokens; token++)
            {
                float carried = _table.Values[(batch.Rows[row] * _layout.Width) + _layout.Scalars + token];
                Assert.True(real[(row * _layout.ConditionTokens) + token] <= carried);
            }
        }

        Assert.NotEqual(real, fake);
        Assert.Equal(real.Sum(), fake.Sum());
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    public void So_many_conditions_come_as_the_options_say(int least, int most)
    {
        ConditionedRows batch = Sampling(least, most).Draw(5);
        int[] counts = [.. Hot(batch.Fake).Chunk(_layout.ConditionTokens).Select(row => (int)row.Sum())];

        // Units are drawn with replacement, so that two conditions may fall on one.
        Assert.Equal((least, most), (counts.Min(), counts.Max()));
        Assert.Equal(1.0 / (most - least + 1), counts.Count(count => count == least) / (double)Batch, 0.05);
    }

    private static float[] Hot(ConditionSet conditions)
    {
        using TorchSharp.torch.Tensor hot = conditions.MultiHot(_layout.ConditionTokens);
        return hot.data<float>().ToArray();
    }

    private static TrainingBySampling Sampling(int least, int most)
    {
        CtganOptions options = new() { BatchSize = Batch, ConditionsMin = least, ConditionsMax = most };
        return new TrainingBySampling(_table, new ConditionalSampler(_table, ConditionWeights.Frequency), options, seed: 9);
    }
}
