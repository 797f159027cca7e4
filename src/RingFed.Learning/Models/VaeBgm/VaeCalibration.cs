namespace RingFed.Learning.Models.VaeBgm;

/// <summary>
/// Makes what is drawn from a mixture of codes as frequent as the ring's own counts say, without touching what goes with
/// what: the odds of each token are multiplied by a factor that is the same for all codes (iterative proportional
/// fitting, Deming and Stephan 1940), and scores are shifted and scaled to mean 0 and variance 1.
/// </summary>
internal sealed class VaeCalibration
{
    private const int Iterations = 12;

    /// <summary>A decoder further off than this has not learnt the token at all, and no factor would mend it.</summary>
    private const double FactorMax = 100;

    private readonly VaeLayout _layout;
    private readonly double[] _factors;
    private readonly double[] _means;
    private readonly double[] _deviations;

    private VaeCalibration(VaeLayout layout)
    {
        _layout = layout;
        _factors = [.. Enumerable.Repeat(1.0, layout.Tokens)];
        _means = new double[layout.Numbers.Count];
        _deviations = [.. Enumerable.Repeat(1.0, layout.Numbers.Count)];
    }

    /// <param name="heads">[rows, layout.Outputs] for codes as they are drawn, at least one.</param>
    public static VaeCalibration Of(VaeLayout layout, ReadOnlySpan<float> heads)
    {
        VaeCalibration calibration = new(layout);
        foreach (VaeChoice choice in layout.Choices)
        {
            calibration.FitTokens(choice, heads);
        }

        for (int n = 0; n < layout.Numbers.Count; n++)
        {
            calibration.FitScore(n, heads);
        }

        return calibration;
    }

    /// <summary>Changes every row of <paramref name="heads"/> ([rows, layout.Outputs]).</summary>
    public void Apply(Span<float> heads)
    {
        for (int at = 0; at < heads.Length; at += _layout.Outputs)
        {
            Span<float> row = heads.Slice(at, _layout.Outputs);
            foreach (VaeChoice choice in _layout.Choices)
            {
                Weigh(choice, row, row.Slice(_layout.LogitsAt + choice.Start, choice.Shares.Length));
            }

            for (int n = 0; n < _means.Length; n++)
            {
                row[n] = (float)((row[n] - _means[n]) / _deviations[n]);
                row[_layout.SpreadsAt + n] /= (float)_deviations[n];
            }
        }
    }

    private void FitTokens(VaeChoice choice, ReadOnlySpan<float> heads)
    {
        int rows = heads.Length / _layout.Outputs;
        float[] weighed = new float[choice.Shares.Length];
        for (int i = 0; i < Iterations; i++)
        {
            double[] sums = new double[choice.Shares.Length];
            for (int row = 0; row < rows; row++)
            {
                Weigh(choice, heads.Slice(row * _layout.Outputs, _layout.Outputs), weighed);
                for (int token = 0; token < sums.Length; token++)
                {
                    sums[token] += weighed[token];
                }
            }

            for (int token = 0; token < sums.Length; token++)
            {
                double factor = choice.Shares[token] > 0 && sums[token] > 0 ? choice.Shares[token] * rows / sums[token] : 1;
                _factors[choice.Start + token] = Math.Clamp(_factors[choice.Start + token] * factor, 1 / FactorMax, FactorMax);
            }
        }
    }

    private void FitScore(int n, ReadOnlySpan<float> heads)
    {
        VaeChoice? presence = _layout.Numbers[n].Presence is >= 0 and int choice ? _layout.Choices[choice] : null;
        float[] weighed = [1, 0];
        (double weight, double first, double second) = (0, 0, 0);
        for (int at = 0; at < heads.Length; at += _layout.Outputs)
        {
            ReadOnlySpan<float> row = heads.Slice(at, _layout.Outputs);
            if (presence is not null)
            {
                Weigh(presence, row, weighed);
            }

            (double mean, double spread) = (row[n], row[_layout.SpreadsAt + n]);
            weight += weighed[0];
            first += weighed[0] * mean;
            second += weighed[0] * ((mean * mean) + (spread * spread));
        }

        if (weight > 0)
        {
            _means[n] = first / weight;
            _deviations[n] = Math.Sqrt((second / weight) - (_means[n] * _means[n]));
        }
    }

    /// <summary>The choice's probabilities in <paramref name="row"/> times their factors, summing to 1 again.</summary>
    private void Weigh(VaeChoice choice, ReadOnlySpan<float> row, Span<float> weighed)
    {
        ReadOnlySpan<float> probabilities = row.Slice(_layout.LogitsAt + choice.Start, choice.Shares.Length);
        double sum = 0;
        for (int token = 0; token < probabilities.Length; token++)
        {
            sum += probabilities[token] * _factors[choice.Start + token];
        }

        for (int token = 0; token < probabilities.Length; token++)
        {
            weighed[token] = (float)(probabilities[token] * _factors[choice.Start + token] / sum);
        }
    }
}
