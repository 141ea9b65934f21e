/** Every word that a visitor reads. */
export interface Texts {
  title: string
  microphone: string
  connecting: string
  ringing: string
  talking: string
  ended: string
  refused: string
  noMicrophone: string
  failed: string
  muted: string
  mute: string
  unmute: string
  keys: string
  key: (key: string) => string
  hangUp: string
  again: string
  close: string
  hear: string
}

export const TEXTS: Record<'zh' | 'en', Texts> = {
  zh: {
    title: '网页通话',
    microphone: '请允许使用麦克风…',
    connecting: '正在接通…',
    ringing: '正在呼叫…',
    talking: '通话中',
    ended: '通话已结束',
    refused: '没有得到麦克风的许可。请在浏览器地址栏允许使用麦克风，然后再呼叫一次。',
    noMicrophone: '没有找到麦克风。请接上耳麦，然后再呼叫一次。',
    failed: '没有接通，请稍后再呼叫一次。',
    muted: '麦克风已关闭',
    mute: '静音',
    unmute: '取消静音',
    keys: '拨号键',
    key: (key) => `按键 ${key}`,
    hangUp: '挂断',
    again: '再次呼叫',
    close: '关闭',
    hear: '点这里打开声音',
  },
  en: {
    title: 'Web call',
    microphone: 'Please allow the microphone…',
    connecting: 'Connecting…',
    ringing: 'Calling…',
    talking: 'In the call',
    ended: 'The call has ended',
    refused: 'The microphone was not allowed. Allow it in the address bar of your browser, then call again.',
    noMicrophone: 'No microphone was found. Plug in a headset, then call again.',
    failed: 'The call did not get through. Please call again in a while.',
    muted: 'Your microphone is off',
    mute: 'Mute',
    unmute: 'Unmute',
    keys: 'Keypad',
    key: (key) => `Key ${key}`,
    hangUp: 'Hang up',
    again: 'Call again',
    close: 'Close',
    hear: 'Press here to hear the sound',
  },
}
