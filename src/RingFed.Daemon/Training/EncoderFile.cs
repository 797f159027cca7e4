using RingFed.Learning.Encoding;

namespace RingFed.Daemon.Training;

/// <summary>The encoder that the ring fitted, as this silo keeps it.</summary>
internal static class EncoderFile
{
    /// <exception cref="InvalidDataException">There is none, or it was altered.</exception>
    public static FittedEncoder Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"{path} does not exist: the ring has not fitted the encoder yet, or the state directory lost it; run the silo until its first round has closed");
        }

        return FittedEncoderJson.Parse(File.ReadAllText(path));
    }
}
