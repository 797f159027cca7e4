using RingFed.Learning.Data.Numerics;

namespace RingFed.Learning.Encoding;

/// <summary>Draws the mixture component a value belongs to, in proportion to weight x density.</summary>
internal sealed class TableModes
{
    private readonly double[] _mean;
    private readonly double[] _inverseDeviation;
    private readonly double[] _logWeight;
    private readonly double[] _share;

    public TableModes(IReadOnlyList<MixtureMode> modes)
    {
        _mean = [.. modes.Select(mode => mode.Mean)];
        _inverseDeviation = [.. modes.Select(mode => 1 / mode.StandardDeviation)];
        _logWeight = [.. modes.Select(mode => Math.Log(mode.Weight / mode.StandardDeviation))];
        _share = new double[modes.Count];
    }

    public int Draw(double value, SeededRandom random)
    {
        double peak = double.NegativeInfinity;
        for (int mode = 0; mode < _share.Length; mode++)
        {
            double distance = (value - _mean[mode]) * _inverseDeviation[mode];
            _share[mode] = _logWeight[mode] - (0.5 * distance * distance);
            peak = Math.Max(peak, _share[mode]);
        }

        double total = 0;
        for (int mode = 0; mode < _share.Length; mode++)
        {
            total += _share[mode] = Math.Exp(_share[mode] - peak);
        }

        double mark = random.Uniform() * total;
        int drawn = 0;
        for (mark -= _share[0]; mark >= 0 && drawn < _share.Length - 1; mark -= _share[drawn])
        {
            drawn++;
        }

        return drawn;
    }
}
