// In every page: listen to what the other sides send, and keep when each of the tests' tones was last heard.
(() => {
  // The ringing tone, a visitor and an agent.
  const TONES = [450, 500, 900]
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
  // How loud a tone gets in each channel of a stretch of a file (seconds), as a share of the loudest that is there.
  window.tonesIn = async (address, tones, from, to) => {
    const file = await (await fetch(address)).arrayBuffer()
    const sound = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(file)
    // A twentieth of a second fits into a beep, wherever the beep begins.
    const step = sound.sampleRate / 20
    const [first, last] = [Math.ceil(Math.max(0, from) * 20), Math.floor(Math.min(to, sound.duration) * 20)]
    const energy = (samples) => samples.reduce((sum, sample) => sum + sample * sample, 0)
    const ofTone = (samples, tone) => {
      let [sine, cosine] = [0, 0]
      samples.forEach((sample, at) => {
        const turn = (2 * Math.PI * tone * at) / sound.sampleRate
        sine += sample * Math.sin(turn)
        cosine += sample * Math.cos(turn)
      })
      return (2 * (sine * sine + cosine * cosine)) / samples.length
    }
    const sharesOf = (channel) => {
      const parts = [...Array(last - first).keys()].map((at) => channel.slice((first + at) * step, (first + at + 1) * step))
      const loudest = Math.max(...parts.map(energy))
      return tones.map((tone) => Math.max(...parts.map((part) => ofTone(part, tone))) / loudest)
    }
    const channels = [...Array(sound.numberOfChannels).keys()].map((at) => sharesOf(sound.getChannelData(at)))
    return { seconds: sound.duration, channels }
  }
  const ask = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices)
  if (ask) {
    navigator.mediaDevices.getUserMedia = (wanted) => {
      window.wantedOf.push(wanted)
      return ask(wanted)
    }
  }
})()
