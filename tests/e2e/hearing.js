// In every page: listen to what the other sides send, and keep when each of the tests' tones was last heard.
(() => {
  const TONES = [500, 900]
  const LOUD_DB = -55
  const heard = new Map()
  const Plain = window.RTCPeerConnection
  let context = null

  function listen(track) {
    context ??= new AudioContext()
    const analyser = context.createAnalyser()
    analyser.fftSize = 4096
    analyser.smoothingTimeConstant = 0
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
    const width = context.sampleRate / analyser.fftSize
    const levels = new Float32Array(analyser.frequencyBinCount)
    const timer = setInterval(() => {
      if (track.readyState === 'ended') return clearInterval(timer)
      analyser.getFloatFrequencyData(levels)
      const top = levels.reduce((best, level, bin) => (level > levels[best] ? bin : best), 0)
      if (levels[top] < LOUD_DB) return
      for (const tone of TONES) if (Math.abs(top * width - tone) < 25) heard.set(tone, performance.now())
    }, 40)
  }

  window.RTCPeerConnection = class extends Plain {
    constructor(...given) {
      super(...given)
      this.addEventListener('track', (event) => listen(event.track))
    }
  }
  // Milliseconds since a tone was last heard; Infinity for never.
  window.sinceTone = (tone) => performance.now() - (heard.get(tone) ?? -Infinity)
  window.sounds = []
  const play = HTMLMediaElement.prototype.play
  HTMLMediaElement.prototype.play = function () {
    window.sounds.push(this)
    return play.call(this)
  }
  window.wantedOf = []
  // How strong a tone is in each channel of a file: 1 where nothing else is to be heard.
  window.tonesIn = async (address, tones) => {
    const file = await (await fetch(address)).arrayBuffer()
    const sound = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(file)
    const channels = [...Array(sound.numberOfChannels).keys()].map((at) => sound.getChannelData(at))
    const strength = (samples, tone) => {
      let [sine, cosine, whole] = [0, 0, 0]
      samples.forEach((sample, at) => {
        const turn = (2 * Math.PI * tone * at) / sound.sampleRate
        sine += sample * Math.sin(turn)
        cosine += sample * Math.cos(turn)
        whole += sample * sample
      })
      return (2 * (sine * sine + cosine * cosine)) / (samples.length * whole)
    }
    // Half a second at a time: the strongest half second counts.
    const best = (samples, tone) => {
      const step = sound.sampleRate / 2
      const parts = [...Array(Math.floor(samples.length / step)).keys()].map((at) => samples.slice(at * step, (at + 1) * step))
      return Math.max(...parts.map((part) => strength(part, tone) || 0))
    }
    return { seconds: sound.duration, channels: channels.map((samples) => tones.map((tone) => best(samples, tone))) }
  }
  const ask = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices)
  if (ask) {
    navigator.mediaDevices.getUserMedia = (wanted) => {
      window.wantedOf.push(wanted)
      return ask(wanted)
    }
  }
})()
