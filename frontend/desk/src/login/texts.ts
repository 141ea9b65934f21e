import { texts } from '../words/pairs'

/** The log-in page. */
export default texts('login', {
  title: ['登录', 'Log in'],
  username: ['用户名', 'User name'],
  password: ['密码', 'Password'],
  code: ['验证码', 'Authenticator code'],
  submit: ['登录', 'Log in'],
  busy: ['正在登录…', 'Logging in…'],
  away: ['后台服务暂时没有响应，正在重试…', 'The back office does not answer at the moment; trying again…'],
})
